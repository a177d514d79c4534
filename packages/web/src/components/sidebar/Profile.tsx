import { type ComponentProps, useState } from 'react';
import { useRoomState, useTexts, useVisitState } from '../../hooks/app.ts';
import { Avatar } from '../Avatar.tsx';
import { later } from '../later.ts';
import { Part } from '../Part.tsx';
import styles from './Profile.module.css';

const ProfilePopover = later(() => import('./ProfilePopover.tsx').then((of) => of.ProfilePopover));

/** Who one is, as the others see it; a click changes it. */
export function Profile() {
  const [wanted, setWanted] = useState(false);
  const plain = (
    <ProfileButton
      aria-haspopup="dialog"
      aria-expanded={false}
      onPointerEnter={ProfilePopover.preload}
      onFocus={ProfilePopover.preload}
      onClick={() => setWanted(true)}
    />
  );
  if (!wanted) return plain;
  return (
    <Part says="notice" meanwhile={plain} onDismiss={() => setWanted(false)}>
      <ProfilePopover trigger={<ProfileButton />} />
    </Part>
  );
}

function ProfileButton(props: ComponentProps<'button'>) {
  const texts = useTexts();
  const name = useVisitState((state) => state.name);
  const hue = useRoomState((state) => state.person?.hue);
  const speaking = useRoomState((state) => state.self.transmitting);
  return (
    <button type="button" className={styles.self} title={texts.rooms.profile} {...props}>
      <Avatar name={name} hue={hue} speaking={speaking} />
      <bdi className={styles.name}>{name}</bdi>
      <span className="visually-hidden">{texts.rooms.profile}</span>
    </button>
  );
}

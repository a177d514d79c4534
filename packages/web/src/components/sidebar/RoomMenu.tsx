import type { RoomDocument } from '@ottogi/client';
import { Ellipsis } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { later } from '../later.ts';
import { Part } from '../Part.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import type { Point } from '../ui/Menu.tsx';

const RoomMenuPopup = later(() => import('./RoomMenuPopup.tsx').then((of) => of.RoomMenuPopup));

/** Whether the menu is open, and where; `unused` while nobody has wanted it yet. */
export type RoomMenuState = 'unused' | 'closed' | 'atButton' | Point;

interface RoomMenuProps {
  room: RoomDocument;
  className: string | undefined;
  state: RoomMenuState;
  onChange: (state: RoomMenuState) => void;
}

/** The button behind which everything is that can be done with a room. */
export function RoomMenu({ room, className, state, onChange }: RoomMenuProps) {
  const plain = (
    <MoreButton
      room={room}
      className={className}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={RoomMenuPopup.preload}
      onFocus={RoomMenuPopup.preload}
      onClick={() => onChange('atButton')}
    />
  );
  if (state === 'unused') return plain;
  return (
    <Part says="notice" meanwhile={plain} onDismiss={() => onChange('unused')}>
      <RoomMenuPopup
        room={room}
        trigger={<MoreButton room={room} className={className} />}
        open={state !== 'closed'}
        at={typeof state === 'object' ? state : null}
        onOpenChange={(open) => onChange(open ? 'atButton' : 'closed')}
      />
    </Part>
  );
}

function MoreButton({ room, ...rest }: { room: RoomDocument } & ComponentProps<'button'>) {
  const texts = useTexts();
  return (
    <IconButton label={texts.rooms.moreOf(room.name)} size="small" {...rest}>
      <Ellipsis aria-hidden="true" />
    </IconButton>
  );
}

import { useVisit } from '../hooks/app.ts';
import styles from './GrantedRooms.module.css';
import { Button } from './ui/Button.tsx';

/** The rooms of an invitation, which open at a click, whether or not they are there. */
export function GrantedRooms({ rooms }: { rooms: readonly string[] }) {
  const visit = useVisit();
  return (
    <div className={styles.rooms}>
      {rooms.map((room) => (
        <Button key={room} look="primary" size="large" onClick={() => void visit.enter(room)}>
          <bdi className={styles.name}>{room}</bdi>
        </Button>
      ))}
    </div>
  );
}

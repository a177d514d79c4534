import { useTexts } from '../../hooks/app.ts';
import type { ListedRoom, RoomList } from '../../model/rooms.ts';
import { RoomEntry } from './RoomEntry.tsx';
import styles from './RoomSections.module.css';

export function RoomSections({ list }: { list: RoomList }) {
  const texts = useTexts();
  const { favourites, others } = list;
  return (
    <>
      {favourites.length > 0 && <Section title={texts.rooms.favourites} rooms={favourites} />}
      {others.length > 0 && <Section title={texts.rooms.title} rooms={others} />}
    </>
  );
}

function Section({ title, rooms }: { title: string; rooms: readonly ListedRoom[] }) {
  return (
    <section>
      <h2 className={styles.heading}>{title}</h2>
      <ul className={styles.rooms}>
        {rooms.map((room) => (
          <RoomEntry key={room.key} listed={room} />
        ))}
      </ul>
    </section>
  );
}

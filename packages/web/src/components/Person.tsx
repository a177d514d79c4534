import type { PeerDocument, RoomDocument } from '@ottogi/client';
import { EarOff, Hand, MicOff, Video, WifiOff } from 'lucide-react';
import { useRoomState, useTexts } from '../hooks/app.ts';
import { isSending } from '../model/tiles.ts';
import { Avatar } from './Avatar.tsx';
import styles from './Person.module.css';
import { roleMark } from './roleMark.ts';

/** Somebody in a list: who, and what they are doing there. */
export function Person({ peer, room }: { peer: PeerDocument; room: RoomDocument }) {
  const texts = useTexts();
  const speaking = useRoomState(({ speakers }) => speakers.has(peer.peerId));
  const own = useRoomState(({ call }) => call.status === 'joined' && call.peerId === peer.peerId);
  const muted = !isSending(peer, 'microphone');
  const role = roleMark(texts, room, peer.personId);
  const marks = [
    { on: peer.reconnecting, Icon: WifiOff, text: texts.rooms.reconnecting, look: 'quiet' },
    ...(role ? [{ on: true, ...role, look: 'quiet' }] : []),
    { on: peer.handRaisedAt !== null, Icon: Hand, text: texts.rooms.handUp, look: 'hand' },
    { on: isSending(peer, 'camera'), Icon: Video, text: texts.call.cameraOn, look: 'quiet' },
    { on: peer.deafened, Icon: EarOff, text: texts.rooms.deafened, look: 'quiet' },
    { on: muted && !peer.deafened, Icon: MicOff, text: texts.call.muted, look: 'quiet' },
  ];
  return (
    <li className={styles.person} data-peer-id={peer.peerId} data-away={peer.reconnecting}>
      <Avatar name={peer.name} hue={peer.hue} speaking={speaking && !muted} />
      <span className={styles.name} title={peer.name}>
        <bdi>{peer.name}</bdi>
        {own && <span className={styles.own}> ({texts.you})</span>}
      </span>
      {speaking && !muted && <span className="visually-hidden">{texts.rooms.speaking}</span>}
      {isSending(peer, 'screen') && (
        <span className={styles.live} title={texts.call.screenOn}>
          {texts.rooms.live}
        </span>
      )}
      {marks.map(
        ({ on, Icon, text, look }) =>
          on && (
            <span key={text} className={styles.mark} data-look={look} title={text}>
              <Icon aria-hidden="true" />
              <span className="visually-hidden">{text}</span>
            </span>
          ),
      )}
    </li>
  );
}

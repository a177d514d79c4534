import type { PeerDocument } from '@ottogi/client';
import { MicOff, MonitorUp, Video } from 'lucide-react';
import { useRoomState, useTexts } from '../hooks/app.ts';
import { useSpeaking } from '../hooks/useSpeaking.ts';
import { isSending } from '../model/tiles.ts';
import { Avatar } from './Avatar.tsx';
import styles from './Person.module.css';

/** Somebody in a list: who, and what they are doing there. */
export function Person({ peer }: { peer: PeerDocument }) {
  const texts = useTexts();
  const speaking = useSpeaking(peer.peerId);
  const own = useRoomState(({ call }) => call.status === 'joined' && call.peerId === peer.peerId);
  const marks = [
    { on: isSending(peer, 'screen'), Icon: MonitorUp, text: texts.screenOn },
    { on: isSending(peer, 'camera'), Icon: Video, text: texts.cameraOn },
    { on: !isSending(peer, 'microphone'), Icon: MicOff, text: texts.muted },
  ];
  return (
    <li className={styles.person} data-peer-id={peer.peerId}>
      <Avatar name={peer.name} speaking={speaking} />
      <span className={styles.name} title={peer.name}>
        <bdi>{peer.name}</bdi>
        {own && <span className={styles.own}> ({texts.you})</span>}
      </span>
      {marks.map(
        ({ on, Icon, text }) =>
          on && (
            <span key={text} className={styles.mark} title={text}>
              <Icon aria-hidden="true" />
              <span className="visually-hidden">{text}</span>
            </span>
          ),
      )}
    </li>
  );
}

import { ownRoom, type PeerDocument } from '@ottogi/client';
import { useEffect, useState } from 'react';
import { sizeText } from '../model/chat/files.ts';
import { type Sound, Sounds } from '../model/sounds.ts';
import { useApp, useTexts } from './app.ts';

const sounds = new Sounds();

/**
 * What happens in the own room, as a sentence for those who don't see it, and as a sound for those
 * who like it.
 */
export function useNews(): string {
  const { client, preferences, language } = useApp();
  const texts = useTexts();
  const [news, setNews] = useState('');
  useEffect(() => {
    const play = (sound: Sound) => {
      if (preferences.getSnapshot().sounds) sounds.play(sound);
    };
    const isOwnRoom = (roomId: string) => ownRoom(client.getSnapshot())?.roomId === roomId;
    const isOther = ({ peerId }: PeerDocument) => {
      const { call } = client.getSnapshot();
      return call.status !== 'joined' || call.peerId !== peerId;
    };
    const tell = (roomId: string, peer: PeerDocument, text: string, sound: Sound) => {
      if (!isOwnRoom(roomId)) return;
      if (isOther(peer)) setNews(text);
      play(sound);
    };
    const offs = [
      client.on('peerJoined', ({ room, peer }) => {
        tell(room.roomId, peer, texts.rooms.peerJoined(peer.name), 'joined');
      }),
      client.on('peerLeft', ({ roomId, peer }) => {
        tell(roomId, peer, texts.rooms.peerLeft(peer.name), 'left');
      }),
      client.on('peerChanged', ({ roomId, peer, before }) => {
        const raised = peer.handRaisedAt !== null && before.handRaisedAt === null;
        if (raised) tell(roomId, peer, texts.rooms.peerRaisedHand(peer.name), 'hand');
      }),
      client.on('recordingChanged', ({ room: { roomId, recording } }) => {
        if (!isOwnRoom(roomId)) return;
        const { began, somebody, ended } = texts.recording;
        setNews(recording ? began(recording.by.name ?? somebody) : ended);
        play(recording ? 'recording' : 'recorded');
      }),
      client.on('knocked', ({ knock }) => {
        setNews(texts.call.knocks(knock.name));
        play('knock');
      }),
      client.on('fileOffered', ({ transfer: { peerName, name, sizeBytes } }) => {
        setNews(texts.files.offers(peerName, name, sizeText(sizeBytes, language)));
        play('message');
      }),
      client.on('joined', () => play('joined')),
      client.on('interrupted', () => play('lost')),
      client.on('recovered', () => play('back')),
      client.on('left', ({ reason }) => {
        if (reason === 'asked') play('left');
      }),
    ];
    return () => {
      for (const off of offs) off();
    };
  }, [client, texts, preferences, language]);
  return news;
}

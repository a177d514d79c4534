import type { RoomDocument } from '@ottogi/client';
import { LockKeyhole } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { room as space } from '../../browser.ts';
import { useApp, useRoomState, useTexts, useVisit, useVisitState } from '../../hooks/app.ts';
import { useMayPublish } from '../../hooks/useMayPublish.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { sameRoom } from '../../model/rooms.ts';
import { later } from '../later.ts';
import { Part } from '../Part.tsx';
import { RecordingNotice } from '../recording/RecordingNotice.tsx';
import { Person } from '../Person.tsx';
import { CameraPicture } from '../settings/CameraPicture.tsx';
import { DeviceFailure } from '../settings/DeviceFailure.tsx';
import { LevelMeter } from '../settings/LevelMeter.tsx';
import { usePreviewedCamera } from '../settings/usePreviewedCamera.ts';
import { usePreviewedMicrophone } from '../settings/usePreviewedMicrophone.ts';
import { Button } from '../ui/Button.tsx';
import { useConnectingText } from '../Waiting.tsx';
import { JoinForm } from './JoinForm.tsx';
import styles from './PreJoin.module.css';
import { WishButtons } from './WishButtons.tsx';

const DeviceChecks = later(() => import('./DeviceChecks.tsx').then((of) => of.DeviceChecks));

/** The door of one room, for whoever comes by a link: how one looks and sounds, and who is inside. */
export function PreJoin({ room }: { room: string }) {
  const texts = useTexts();
  const open = useRoomState(({ rooms }) => rooms.find((other) => sameRoom(other.name, room)));
  const [{ checked }] = useCallPreferences();
  // Where they would push the door out of sight, they wait until somebody asks.
  const [checking, setChecking] = useState(!checked && !space.isNarrow());
  // The door itself comes first.
  const checksShown = useDeferredValue(checking, false);
  useLastWish();
  useRoomKey(open);
  const peers = open?.peers ?? [];
  const connecting = useConnectingText();

  return (
    <section className={styles.place} aria-labelledby="door">
      <div className={styles.door}>
        <Mirror />
        <div className={styles.enter}>
          <h1 id="door" className={styles.title}>
            <bdi>{open?.name ?? room}</bdi>
          </h1>
          <p className={styles.lead}>
            {connecting ?? (peers.length > 0 ? texts.people(peers.length) : texts.call.joinAlone)}
          </p>
          {open?.encrypted && (
            <p className={styles.encrypted}>
              <LockKeyhole aria-hidden="true" />
              {texts.encryption.title}
            </p>
          )}
          {open && peers.length > 0 && (
            <ul className={styles.people} aria-label={texts.rooms.peopleIn(room)}>
              {peers.map((peer) => (
                <Person key={peer.peerId} peer={peer} room={open} />
              ))}
            </ul>
          )}
          {open?.recording && <RecordingNotice recording={open.recording} />}
          <JoinForm key={room} room={room} secured={open?.hasPassword ?? false} />
        </div>
        {checksShown && (
          <Part says="place">
            <DeviceChecks />
          </Part>
        )}
        {!checking && (
          <Button look="quiet" className={styles.check} onClick={() => setChecking(true)}>
            {texts.call.checkDevices}
          </Button>
        )}
      </div>
    </section>
  );
}

/** What was open at the last door is open at this one; within a tab, its own last wish counts. */
function useLastWish(): void {
  const visit = useVisit();
  const [{ joinWith }] = useCallPreferences();
  const [last] = useState(joinWith);
  useEffect(() => {
    const { wish } = visit.getSnapshot();
    if (wish.microphone || wish.camera) return;
    if (last.microphone) visit.setWish('microphone', true);
    if (last.camera) visit.setWish('camera', true);
  }, [visit, last]);
}

/** What takes longest of entering an encrypted room is done while people still look at its door. */
function useRoomKey(open: RoomDocument | undefined): void {
  const { client, memory } = useApp();
  const room = open?.encrypted ? open.name : null;
  useEffect(() => {
    const roomSecret = room === null ? undefined : memory.roomSecret(room);
    if (room !== null && roomSecret !== undefined) client.prepareEncryption({ room, roomSecret });
  }, [client, memory, room]);
}

/** How one looks and sounds, before anybody else sees and hears it. */
function Mirror() {
  const wish = useVisitState((state) => state.wish);
  const [hears, sees] = [useMayPublish('microphone'), useMayPublish('camera')];
  const camera = usePreviewedCamera(wish.camera && sees);
  const microphone = usePreviewedMicrophone(wish.microphone && hears);
  return (
    <div className={styles.mirror}>
      <CameraPicture preview={camera}>
        <div className={styles.wishes}>
          <WishButtons />
        </div>
      </CameraPicture>
      {wish.microphone && microphone.status === 'open' && <LevelMeter />}
      {camera.status === 'failed' && <DeviceFailure error={camera.error} of="camera" />}
      {microphone.status === 'failed' && <DeviceFailure error={microphone.error} of="microphone" />}
    </div>
  );
}

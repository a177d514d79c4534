import type { CallState, RoomState } from '@ottogi/client';
import { DoorClosed, ShieldAlert, TriangleAlert, WifiOff } from 'lucide-react';
import { useRoomState, useTexts, useVisit, useVisitState } from '../hooks/app.ts';
import { errorText } from '../i18n/index.ts';
import { Banner } from './Banner.tsx';
import styles from './Banners.module.css';
import { CheckButton } from './check/CheckButton.tsx';
import { later } from './later.ts';
import { Logo } from './Logo.tsx';
import { Part } from './Part.tsx';
import { Button } from './ui/Button.tsx';
import { useLobbyText } from './Waiting.tsx';

const CallBanners = later(() => import('./call/CallBanners.tsx').then((of) => of.CallBanners));
const Transfers = later(() => import('./files/Transfers.tsx').then((of) => of.Transfers));

/** Whether the server is gone since it restarts, as it had said. */
function isRestarting({ connection }: RoomState): boolean {
  return connection.status === 'reconnecting' && connection.error?.code === 'serverRestarting';
}

/** What of the call is lost, whether one is still heard, and the way out. */
function Recovering({ call }: { call: Extract<CallState, { status: 'joined' }> }) {
  const texts = useTexts();
  const visit = useVisit();
  const { lost } = texts.call;
  const restarting = useRoomState(isRestarting);
  const gone = restarting ? errorText(texts, 'serverRestarting', 'call').title : lost.connection;
  const flows = call.media === 'connected';
  const known = restarting || call.recovering === 'media';
  return (
    <Banner
      look="status"
      icon={known ? <Logo wobbling /> : <WifiOff />}
      title={call.recovering === 'media' ? lost.media : gone}
      help={flows ? lost.mediaFlows : lost.mediaStops}
      action={<Button onClick={() => void visit.leave()}>{texts.rooms.leaveCall}</Button>}
    />
  );
}

/** In no call: whether it will take long. */
function Reconnecting() {
  const texts = useTexts();
  if (!useRoomState(isRestarting)) {
    return <Banner look="status" icon={<WifiOff />} title={texts.reconnecting} />;
  }
  const { title, help } = errorText(texts, 'serverRestarting', 'call');
  return <Banner look="status" icon={<Logo wobbling />} title={title} help={help} />;
}

/** Everything that is not as it should be, in plain words, the most recent last. */
export function Banners() {
  const texts = useTexts();
  const visit = useVisit();
  const connection = useRoomState((state) => state.connection.status);
  const call = useRoomState((state) => state.call);
  const failures = useVisitState((state) => state.failures);
  // What came is there to be saved when the call is over, too.
  const handingOver = useRoomState((state) => state.transfers.length > 0);
  const joined = call.status === 'joined';

  return (
    <div className={styles.banners}>
      {joined && call.recovering ? (
        <Recovering call={call} />
      ) : (
        connection === 'reconnecting' && <Reconnecting />
      )}
      {joined && call.knocking && call.movingTo !== null && (
        <Knocking room={call.room} destination={call.movingTo} />
      )}
      {joined && call.media === 'blocked' && !call.recovering && (
        <Banner
          look="alert"
          icon={<ShieldAlert />}
          title={texts.call.blockedTitle}
          help={texts.call.blockedHelp}
          action={<CheckButton size="small" />}
        />
      )}
      {[...failures].map(([topic, { error, goesOnWithout }]) => {
        // An entry that failed has the whole stage to say so.
        if (topic === 'call' && call.status === 'failed') return null;
        const text = goesOnWithout
          ? texts.shortfalls[goesOnWithout]
          : errorText(texts, error, topic);
        return (
          <Banner
            key={topic}
            look="alert"
            icon={<TriangleAlert />}
            title={text.title}
            help={text.help}
            onDismiss={() => visit.dismiss(topic)}
          />
        );
      })}
      {joined && (
        <Part says="nothing">
          <CallBanners />
        </Part>
      )}
      {handingOver && (
        <Part says="nothing">
          <Transfers />
        </Part>
      )}
    </div>
  );
}

/** In one room, waiting for another one to open. */
function Knocking({ room, destination }: { room: string; destination: string }) {
  const texts = useTexts();
  const visit = useVisit();
  return (
    <Banner
      look="status"
      icon={<DoorClosed />}
      title={texts.rooms.inLobby(destination)}
      help={useLobbyText(destination)}
      action={<Button onClick={() => void visit.enter(room)}>{texts.rooms.stopWaiting}</Button>}
    />
  );
}

import type { CallState } from '@ottogi/client';
import { ShieldAlert, TriangleAlert, WifiOff } from 'lucide-react';
import { useRoomState, useTexts, useVisit, useVisitState } from '../hooks/app.ts';
import { errorText } from '../i18n/index.ts';
import { Banner } from './Banner.tsx';
import styles from './Banners.module.css';
import { CheckButton } from './check/CheckButton.tsx';
import { later } from './later.ts';
import { Logo } from './Logo.tsx';
import { Part } from './Part.tsx';
import { Button } from './ui/Button.tsx';

const CallBanners = later(() => import('./call/CallBanners.tsx').then((of) => of.CallBanners));

/** What of the call is lost, whether one is still heard, and the way out. */
function Recovering({ call }: { call: Extract<CallState, { status: 'joined' }> }) {
  const texts = useTexts();
  const visit = useVisit();
  const { lost } = texts.call;
  const flows = call.media === 'connected';
  return (
    <Banner
      look="status"
      icon={call.recovering === 'media' ? <Logo wobbling /> : <WifiOff />}
      title={call.recovering === 'media' ? lost.media : lost.connection}
      help={flows ? lost.mediaFlows : lost.mediaStops}
      action={<Button onClick={() => void visit.leave()}>{texts.rooms.leaveCall}</Button>}
    />
  );
}

/** Everything that is not as it should be, in plain words, the most recent last. */
export function Banners() {
  const texts = useTexts();
  const visit = useVisit();
  const connection = useRoomState((state) => state.connection.status);
  const call = useRoomState((state) => state.call);
  const failures = useVisitState((state) => state.failures);
  const joined = call.status === 'joined';

  return (
    <div className={styles.banners}>
      {joined && call.recovering ? (
        <Recovering call={call} />
      ) : (
        connection === 'reconnecting' && (
          <Banner look="status" icon={<WifiOff />} title={texts.reconnecting} />
        )
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
    </div>
  );
}

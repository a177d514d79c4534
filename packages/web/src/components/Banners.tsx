import { ShieldAlert, TriangleAlert, WifiOff } from 'lucide-react';
import { useRoomState, useTexts, useVisit, useVisitState } from '../hooks/app.ts';
import { errorText } from '../i18n/index.ts';
import { Banner } from './Banner.tsx';
import styles from './Banners.module.css';
import { later } from './later.ts';
import { Logo } from './Logo.tsx';
import { Part } from './Part.tsx';

const CallBanners = later(() => import('./call/CallBanners.tsx').then((of) => of.CallBanners));

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
      {connection === 'reconnecting' ? (
        <Banner look="status" icon={<WifiOff />} title={texts.reconnecting} />
      ) : (
        call.status === 'joining' &&
        call.again && (
          <Banner
            look="status"
            icon={<Logo wobbling />}
            title={texts.rooms.enteringAgain(call.room)}
          />
        )
      )}
      {joined && call.media === 'blocked' && (
        <Banner
          look="alert"
          icon={<ShieldAlert />}
          title={texts.call.blockedTitle}
          help={texts.call.blockedHelp}
        />
      )}
      {[...failures].map(([topic, { error, goesOnWithout }]) => {
        // An entry that failed has the whole stage to say so.
        if (topic === 'call' && call.status === 'failed') return null;
        const text = goesOnWithout
          ? texts.shortfalls[goesOnWithout]
          : errorText(texts, error.code, topic);
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

import { X } from 'lucide-react';
import { useContext } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { bits, localFigures, percent } from '../../model/call/figures.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './StatisticsPanel.module.css';
import { type CallStats, StatsContext } from './useCallStats.ts';

/** The whole call in figures: both directions of the way, and each thing that one sends. */
export function StatisticsPanel() {
  const texts = useTexts();
  const { callView } = useApp();
  const stats = useContext(StatsContext);
  return (
    <section className={styles.panel} aria-label={texts.call.statistics}>
      <header className={styles.header}>
        <h2 className={styles.title}>{texts.call.statistics}</h2>
        <IconButton
          label={texts.call.hideStatistics}
          size="small"
          onClick={() => callView.toggleStatistics()}
        >
          <X aria-hidden="true" />
        </IconButton>
      </header>
      {stats ? <Figures stats={stats} /> : <p className={styles.note}>{texts.call.counting}</p>}
    </section>
  );
}

function Figures({ stats }: { stats: CallStats }) {
  const texts = useTexts();
  const sent = [...stats.local].map(
    ([source, figures]) => [source, localFigures(figures)] as const,
  );
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{texts.call.direction}</span>
            </th>
            <th scope="col">{texts.call.uplink}</th>
            <th scope="col">{texts.call.downlink}</th>
          </tr>
        </thead>
        <tbody>
          <Row label={texts.call.bitrate} of={stats} figure={(path) => bits(path.bitrate)} />
          <Row
            label={texts.call.available}
            of={stats}
            figure={(path) => bits(path.availableBitrate)}
          />
          <Row label={texts.call.loss} of={stats} figure={(path) => percent(path.packetLoss)} />
          <Row
            label={texts.call.roundTrip}
            of={stats}
            figure={({ roundTripMs }) =>
              roundTripMs === null ? null : `${Math.round(roundTripMs)} ms`
            }
          />
          <Row
            label={texts.call.way}
            of={stats}
            figure={({ protocol, relayed }) =>
              protocol && `${protocol.toUpperCase()}${relayed ? ' (TURN)' : ''}`
            }
          />
        </tbody>
      </table>
      {sent.map(([source, line]) => (
        <p key={source} className={styles.note}>
          <b>{texts.call.sources[source]}</b> {line ?? '–'}
        </p>
      ))}
    </>
  );
}

type Path = NonNullable<CallStats['uplink']>;

interface RowProps {
  label: string;
  of: CallStats;
  figure: (path: Path) => string | null;
}

function Row({ label, of, figure }: RowProps) {
  const cells = { uplink: of.uplink, downlink: of.downlink };
  return (
    <tr>
      <th scope="row">{label}</th>
      {Object.entries(cells).map(([name, path]) => (
        <td key={name}>{(path && figure(path)) ?? '–'}</td>
      ))}
    </tr>
  );
}

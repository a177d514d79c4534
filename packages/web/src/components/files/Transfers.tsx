import type { Transfer } from '@ottogi/client';
import { CircleAlert, CircleCheck, FileDown, FileUp, X } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { useFocusRescue } from '../../hooks/useFocusRescue.ts';
import { errorText, type Texts } from '../../i18n/index.ts';
import { sizeText } from '../../model/chat/files.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './Transfers.module.css';

/** The files between oneself and others: what is asked, how far they are, and what can be done. */
export function Transfers() {
  const texts = useTexts();
  const transfers = useRoomState((state) => state.transfers);
  // A button goes when it has done what it is for, and the focus is not to go with it.
  const section = useFocusRescue(transfers.map((each) => each.transferId + each.status).join());
  return (
    <section
      ref={section}
      className={styles.transfers}
      aria-label={texts.files.title}
      tabIndex={-1}
    >
      <ul className={styles.list}>
        {transfers.map((transfer) => (
          <Row key={transfer.transferId} transfer={transfer} />
        ))}
      </ul>
    </section>
  );
}

function Row({ transfer }: { transfer: Transfer }) {
  const texts = useTexts();
  const { language } = useApp();
  const { name, sizeBytes, receivedBytes, status } = transfer;
  return (
    <li className={styles.row} data-transfer={status}>
      <StateIcon transfer={transfer} />
      <div className={styles.text}>
        <p className={styles.what}>
          <bdi className={styles.name}>{name}</bdi>
          <span className={styles.size}>{sizeText(sizeBytes, language)}</span>
        </p>
        <output className={styles.state}>{describe(texts, transfer)}</output>
        {status === 'flowing' && (
          <progress max={Math.max(1, sizeBytes)} value={receivedBytes} aria-label={name} />
        )}
      </div>
      <div className={styles.actions}>
        <Actions transfer={transfer} />
      </div>
    </li>
  );
}

function StateIcon({ transfer: { status, direction } }: { transfer: Transfer }): ReactNode {
  const props = { className: styles.icon, 'aria-hidden': true } as const;
  if (status === 'done') return <CircleCheck {...props} />;
  if (status === 'failed') return <CircleAlert {...props} />;
  return direction === 'incoming' ? <FileDown {...props} /> : <FileUp {...props} />;
}

function Actions({ transfer }: { transfer: Transfer }) {
  const { files: texts } = useTexts();
  const { client } = useApp();
  const act = useAct();
  const { transferId, name, status, direction, file } = transfer;
  const drop = () => client.files.drop(transferId);
  if (status === 'offered' && direction === 'incoming') {
    return (
      <>
        <Button
          size="small"
          look="primary"
          aria-label={texts.acceptNamed(name)}
          onClick={() => act(client.files.accept(transferId))}
        >
          {texts.accept}
        </Button>
        <Button size="small" aria-label={texts.refuseNamed(name)} onClick={drop}>
          {texts.refuse}
        </Button>
      </>
    );
  }
  if (status === 'offered' || status === 'flowing') {
    return (
      <Button size="small" aria-label={texts.cancelNamed(name)} onClick={drop}>
        {texts.cancel}
      </Button>
    );
  }
  return (
    <>
      {file && <Save file={file} name={name} />}
      <IconButton label={texts.dismiss(name)} size="small" onClick={drop}>
        <X aria-hidden="true" />
      </IconButton>
    </>
  );
}

function Save({ file, name }: { file: Blob; name: string }) {
  const { files: texts } = useTexts();
  const show = useCallback(
    (link: HTMLAnchorElement) => {
      const url = URL.createObjectURL(file);
      link.href = url;
      return () => URL.revokeObjectURL(url);
    },
    [file],
  );
  return (
    <ButtonLink
      ref={show}
      size="small"
      look="primary"
      download={name}
      aria-label={texts.saveNamed(name)}
    >
      {texts.save}
    </ButtonLink>
  );
}

function describe(texts: Texts, transfer: Transfer): string {
  const { status, direction, peerName, error } = transfer;
  const incoming = direction === 'incoming';
  const { files } = texts;
  switch (status) {
    case 'offered':
      return incoming ? files.asks(peerName) : files.waits(peerName);
    case 'flowing':
      return incoming ? files.coming(peerName) : files.sending(peerName);
    case 'done':
      return incoming ? files.came(peerName) : files.sent(peerName);
    case 'refused':
      return files.refused(peerName);
    case 'cancelled':
      return files.cancelled(peerName);
    case 'failed': {
      if (error?.code === 'peerLeft') return files.left(peerName);
      if (error?.code === 'superseded') return files.callOver;
      const { title, help } = errorText(texts, error?.code ?? 'internal', 'call');
      return `${title}. ${help}`;
    }
  }
}

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTexts } from '../../hooks/app.ts';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** The title is for screen readers only. */
  titleHidden?: boolean;
  /** A sentence below the title. */
  lead?: ReactNode;
  size?: 'small' | 'medium' | 'large';
  /** Buttons at the lower edge, the one that does it last. */
  footer?: ReactNode;
  /** Whether the content reaches to the edges, and takes care of its own distances. */
  bare?: boolean;
  children?: ReactNode;
}

const WRITTEN_INTO = 'input:not([type="radio"], [type="checkbox"], [hidden]), textarea';

/** A window over the page. On phones it is a sheet at the lower edge. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, titleHidden = false, lead, size = 'medium', bare = false } = props;
  const texts = useTexts();
  const popup = useRef<HTMLDivElement>(null);
  // Where there is nothing to write, the window itself: a button would look as if it were chosen.
  const initialFocus = () =>
    popup.current?.querySelector<HTMLElement>(WRITTEN_INTO) ?? popup.current;
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup
            ref={popup}
            className={styles.dialog}
            data-size={size}
            data-bare={bare}
            initialFocus={initialFocus}
          >
            <header className={titleHidden ? 'visually-hidden' : styles.header}>
              <Base.Title className={styles.title}>{title}</Base.Title>
              {!titleHidden && (
                <Base.Close
                  render={
                    <IconButton label={texts.close} side="left" size="small">
                      <X aria-hidden="true" />
                    </IconButton>
                  }
                />
              )}
              {lead && <Base.Description className={styles.lead}>{lead}</Base.Description>}
            </header>
            {props.children && <div className={styles.content}>{props.children}</div>}
            {props.footer && <footer className={styles.footer}>{props.footer}</footer>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './Pager.module.css';

/** With more pages than this, dots would be counted by nobody. */
const MOST_DOTS = 8;

/** Turns the pages of tiles. */
export function Pager({ page, pages }: { page: number; pages: number }) {
  const texts = useTexts();
  const { callView } = useApp();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = { PageUp: -1, PageDown: 1 }[event.key];
      if (step === undefined || scrolls(event.target)) return;
      event.preventDefault();
      callView.showPage(Math.min(page + step, pages - 1));
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [callView, page, pages]);

  return (
    <nav className={styles.pager} aria-label={texts.call.pages}>
      <IconButton
        label={texts.call.previousPage}
        shortcut="PageUp"
        size="small"
        disabled={page === 0}
        onClick={() => callView.showPage(page - 1)}
      >
        <ChevronLeft aria-hidden="true" />
      </IconButton>
      {pages <= MOST_DOTS && (
        <span className={styles.dots} aria-hidden="true">
          {Array.from({ length: pages }, (_, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a page is nothing but its number
            <span key={index} className={styles.dot} data-current={index === page} />
          ))}
        </span>
      )}
      <span className={pages <= MOST_DOTS ? 'visually-hidden' : styles.count} aria-live="polite">
        {texts.call.pageOf(page + 1, pages)}
      </span>
      <IconButton
        label={texts.call.nextPage}
        shortcut="PageDown"
        size="small"
        disabled={page === pages - 1}
        onClick={() => callView.showPage(page + 1)}
      >
        <ChevronRight aria-hidden="true" />
      </IconButton>
    </nav>
  );
}

/** The chat and dialogs have pages of their own to turn. */
function scrolls(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, [role=dialog], aside, [role=log]') !== null
  );
}

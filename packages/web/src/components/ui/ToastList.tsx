import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { IconButton } from './IconButton.tsx';
import type { ToastOptions, ToastQueue } from './ToastQueue.ts';
import styles from './ToastList.module.css';

interface ToastData {
  icon?: ReactNode;
  otherAction?: ToastOptions['otherAction'];
}

const DURATION_MS = 6_000;
/** With something to click, there has to be the time to get there. */
const ACTION_DURATION_MS = 12_000;

/** Shows what is in the queue. */
export function ToastList({ queue }: { queue: ToastQueue }) {
  return (
    <Base.Provider limit={3}>
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <List queue={queue} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function List({ queue }: { queue: ToastQueue }) {
  const { toasts, add, close } = Base.useToastManager<ToastData>();
  useEffect(
    () => queue.attach({ show: (options) => add(toastOf(options)), hide: (id) => close(id) }),
    [queue, add, close],
  );
  return toasts.map((toast) => (
    <Toast key={toast.id} toast={toast} onClose={() => close(toast.id)} />
  ));
}

function toastOf(options: ToastOptions) {
  const { title, text, look = 'plain', icon, action, otherAction, durationMs, id } = options;
  return {
    title,
    description: text,
    type: look,
    priority: look === 'bad' ? ('high' as const) : ('low' as const),
    timeout: durationMs ?? (action ? ACTION_DURATION_MS : DURATION_MS),
    data: { icon, ...(otherAction && { otherAction }) },
    ...(id === undefined ? {} : { id }),
    ...(action ? { actionProps: { children: action.label, onClick: action.run } } : {}),
  };
}

interface ToastProps {
  toast: Base.Root.ToastObject<ToastData>;
  onClose: () => void;
}

function Toast({ toast, onClose }: ToastProps) {
  const texts = useTexts();
  const other = toast.data?.otherAction;
  return (
    // What the Tab key finds may not be hidden from those who hear the page; Base UI hides both until
    // they have the focus.
    <Base.Root
      toast={toast}
      className={styles.toast}
      swipeDirection={['down', 'right']}
      aria-hidden={false}
    >
      <Base.Content className={styles.content}>
        {toast.data?.icon && (
          <span className={styles.icon} aria-hidden="true">
            {toast.data.icon}
          </span>
        )}
        <div className={styles.text}>
          <Base.Title className={styles.title} />
          <Base.Description className={styles.description} />
        </div>
        {toast.actionProps && (
          <div className={styles.actions} data-choice={other !== undefined}>
            <Base.Action className={styles.action} />
            {other && (
              <button
                type="button"
                className={styles.action}
                data-look="quiet"
                onClick={() => {
                  other.run();
                  onClose();
                }}
              >
                {other.label}
              </button>
            )}
          </div>
        )}
        <Base.Close
          aria-hidden={false}
          render={
            <IconButton label={texts.dismiss} size="small" side="left">
              <X aria-hidden="true" />
            </IconButton>
          }
        />
      </Base.Content>
    </Base.Root>
  );
}

import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { IconButton } from './IconButton.tsx';
import styles from './Toast.module.css';

export interface ToastOptions {
  title: string;
  text?: string;
  look?: 'plain' | 'good' | 'bad';
  icon?: ReactNode;
  /** What can be done about it. */
  action?: { label: string; run: () => void };
  /** Until it goes by itself; 0 for never. */
  durationMs?: number;
  /** A second toast of one id replaces the first. */
  id?: string;
}

export interface Toasts {
  /** Returns the toast's id. */
  show(options: ToastOptions): string;
  hide(id: string): void;
}

interface ToastData {
  icon?: ReactNode;
}

const DURATION_MS = 6_000;
/** With something to click, there has to be the time to get there. */
const ACTION_DURATION_MS = 12_000;

/** Holds the toasts of everything inside; they are announced politely, bad news at once. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

export function useToast(): Toasts {
  const { add, close } = Base.useToastManager<ToastData>();
  return useMemo(
    () => ({
      show: ({ title, text, look = 'plain', icon, action, durationMs, id }) =>
        add({
          title,
          description: text,
          type: look,
          priority: look === 'bad' ? 'high' : 'low',
          timeout: durationMs ?? (action ? ACTION_DURATION_MS : DURATION_MS),
          data: { icon },
          ...(id === undefined ? {} : { id }),
          ...(action ? { actionProps: { children: action.label, onClick: action.run } } : {}),
        }),
      hide: (id) => close(id),
    }),
    [add, close],
  );
}

function List() {
  const texts = useTexts();
  const { toasts } = Base.useToastManager<ToastData>();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className={styles.toast}
      swipeDirection={['down', 'right']}
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
        {toast.actionProps && <Base.Action className={styles.action} />}
        <Base.Close
          render={
            <IconButton label={texts.dismiss} size="small" side="left">
              <X aria-hidden="true" />
            </IconButton>
          }
        />
      </Base.Content>
    </Base.Root>
  ));
}

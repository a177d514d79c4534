import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useTouched } from '../../hooks/useTouched.ts';
import { later } from '../later.ts';
import { Part } from '../Part.tsx';
import { ToastQueue, type Toasts } from './ToastQueue.ts';

const ToastList = later(() => import('./ToastList.tsx').then((of) => of.ToastList));

const ToastContext = createContext<ToastQueue | null>(null);

/** Holds the toasts of everything inside; they are announced politely, bad news at once. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [queue] = useState(() => new ToastQueue());
  const [waiting, setWaiting] = useState(false);
  // It is there before the first toast, if possible: screen readers read what comes into it.
  const touched = useTouched();
  useEffect(() => queue.onWaiting(() => setWaiting(true)), [queue]);
  return (
    <ToastContext value={queue}>
      {children}
      {(touched || waiting) && (
        <Part says={waiting ? 'notice' : 'nothing'}>
          <ToastList queue={queue} />
        </Part>
      )}
    </ToastContext>
  );
}

export function useToast(): Toasts {
  const queue = useContext(ToastContext);
  if (!queue) throw new Error('Used outside of <ToastProvider>');
  return queue;
}

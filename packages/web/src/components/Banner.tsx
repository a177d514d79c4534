import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '../hooks/app.ts';
import styles from './Banner.module.css';
import { IconButton } from './ui/IconButton.tsx';

interface BannerProps {
  look: 'alert' | 'status';
  icon: ReactNode;
  title: string;
  help?: string;
  /** What can be done about it right here. */
  action?: ReactNode;
  onDismiss?: () => void;
}

/** Something that a person in or before a call has to know, above the stage. */
export function Banner({ look, icon, title, help, action, onDismiss }: BannerProps) {
  const texts = useTexts();
  return (
    <div className={styles.banner} data-look={look} role={look}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {help && <p className={styles.help}>{help}</p>}
      </div>
      {action && <div className={styles.action}>{action}</div>}
      {onDismiss && (
        <IconButton label={texts.dismiss} size="small" side="left" onClick={onDismiss}>
          <X aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

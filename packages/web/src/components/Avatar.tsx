import type { CSSProperties } from 'react';
import { hueOf, initialOf } from '../model/avatar.ts';
import styles from './Avatar.module.css';

interface AvatarProps {
  name: string;
  /** In degrees; without one, the name makes it. */
  hue?: number | undefined;
  speaking?: boolean;
}

/** A person without a picture. Decoration: the name always stands beside it. */
export function Avatar({ name, hue, speaking = false }: AvatarProps) {
  return (
    <span
      className={styles.avatar}
      style={hueStyle(hue ?? hueOf(name))}
      data-speaking={speaking}
      aria-hidden="true"
    >
      {initialOf(name)}
    </span>
  );
}

/** What hangs below may use the colour as `var(--hue)`. */
export function hueStyle(hue: number): CSSProperties {
  return { '--hue': hue } as CSSProperties;
}

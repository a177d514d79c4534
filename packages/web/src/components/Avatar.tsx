import type { CSSProperties } from 'react';
import { hueOf, initialOf } from '../model/avatar.ts';
import styles from './Avatar.module.css';

/** A person without a picture. Decoration: the name always stands beside it. */
export function Avatar({ name, speaking = false }: { name: string; speaking?: boolean }) {
  return (
    <span
      className={styles.avatar}
      style={hueStyle(name)}
      data-speaking={speaking}
      aria-hidden="true"
    >
      {initialOf(name)}
    </span>
  );
}

export function hueStyle(name: string): CSSProperties {
  return { '--hue': hueOf(name) } as CSSProperties;
}

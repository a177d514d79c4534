import styles from './Logo.module.css';

/** The roly-poly. `wobbling` while something is on its way. */
export function Logo({ wobbling = false }: { wobbling?: boolean }) {
  return (
    <svg
      className={wobbling ? `${styles.logo} ${styles.wobbling}` : styles.logo}
      viewBox="0 0 64 64"
      aria-hidden="true"
    >
      <path className={styles.body} d="M18.6 24.800a15 15 0 1 1 26.8 0A21 21 0 1 1 18.6 24.800Z" />
      <ellipse className={styles.face} cx="32" cy="18" rx="10.8" ry="10" />
      <g className={styles.cheeks}>
        <circle cx="25.3" cy="20.6" r="2" />
        <circle cx="38.7" cy="20.6" r="2" />
      </g>
      <g className={styles.ink}>
        <circle cx="27.9" cy="16.8" r="1.7" />
        <circle cx="36.1" cy="16.8" r="1.7" />
        <path d="M29 21.200c1.6 2 4.4 2 6 0" />
      </g>
      <g className={styles.knot}>
        <path d="m32 38.5-8-4.300v8.600Zm0 0 8-4.300v8.600Z" />
        <circle cx="32" cy="38.5" r="2.6" />
      </g>
    </svg>
  );
}

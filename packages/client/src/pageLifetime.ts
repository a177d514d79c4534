/**
 * Tells when the page goes away and when it comes back out of the browser's back/forward cache
 * (https://html.spec.whatwg.org/multipage/browsing-the-web.html#event-pagehide). Returns how to stop;
 * does nothing where there is no page.
 */
export function watchPage(hidden: () => void, shown: () => void): () => void {
  if (typeof window === 'undefined') return () => {};
  const pageshow = (event: PageTransitionEvent) => {
    if (event.persisted) shown();
  };
  window.addEventListener('pagehide', hidden);
  window.addEventListener('pageshow', pageshow);
  return () => {
    window.removeEventListener('pagehide', hidden);
    window.removeEventListener('pageshow', pageshow);
  };
}

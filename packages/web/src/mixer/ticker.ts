/** The worker behind `startTicking`: told an interval in ms, it says so each time that one is over. */
addEventListener('message', ({ data }: MessageEvent<number>) => {
  setInterval(() => postMessage(null), data);
});

/** A short sound to hear that a loudspeaker works. */

/** A rising fourth, E5 to A5, in Hz. */
const NOTES = [659.26, 880];
const NOTE_S = 0.3;
const LOUDNESS = 0.2;

/** Resolves when it has sounded. */
export async function playChime(
  context: AudioContext,
  output: AudioNode,
  volume: number,
): Promise<void> {
  const start = context.currentTime + 0.02;
  const notes = NOTES.map((frequency, index) =>
    playNote(context, output, { frequency, volume, at: start + index * NOTE_S * 0.6 }),
  );
  await Promise.all(notes);
}

async function playNote(
  context: AudioContext,
  output: AudioNode,
  { frequency, volume, at }: { frequency: number; volume: number; at: number },
): Promise<void> {
  const note = new OscillatorNode(context, { type: 'sine', frequency });
  const envelope = new GainNode(context, { gain: 0 });
  // Struck like a bell: up at once, and away.
  envelope.gain.setValueAtTime(0, at);
  envelope.gain.linearRampToValueAtTime(LOUDNESS * volume, at + 0.01);
  envelope.gain.setTargetAtTime(0, at + 0.02, NOTE_S / 4);
  note.connect(envelope).connect(output);
  const ended = new Promise((resolve) => note.addEventListener('ended', resolve));
  note.start(at);
  note.stop(at + NOTE_S * 2);
  await ended;
  envelope.disconnect();
}

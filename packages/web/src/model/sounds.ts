/** Short sounds, made on the spot: nothing to load, and soft enough to be heard all day. */

export type Sound =
  | 'joined'
  | 'left'
  | 'lost'
  | 'back'
  | 'message'
  | 'hand'
  | 'knock'
  | 'recording'
  | 'recorded';

interface Note {
  /** In Hz. */
  pitch: number;
  /** In seconds from the beginning. */
  at: number;
  duration: number;
}

/**
 * Up for who comes, down for who goes; lower the same for a connection. A drop for a message, a bell
 * for a hand, and knuckles on wood. Three steps up for a recording, and down again when it is over.
 */
const MELODIES: Record<Sound, readonly Note[]> = {
  joined: [
    { pitch: 523.25, at: 0, duration: 0.14 },
    { pitch: 783.99, at: 0.09, duration: 0.22 },
  ],
  left: [
    { pitch: 659.25, at: 0, duration: 0.14 },
    { pitch: 440, at: 0.09, duration: 0.24 },
  ],
  lost: [
    { pitch: 329.63, at: 0, duration: 0.16 },
    { pitch: 220, at: 0.12, duration: 0.3 },
  ],
  back: [
    { pitch: 261.63, at: 0, duration: 0.14 },
    { pitch: 392, at: 0.09, duration: 0.24 },
  ],
  message: [{ pitch: 880, at: 0, duration: 0.16 }],
  knock: [0, 0.16, 0.32].map((at) => ({ pitch: 196, at, duration: 0.11 })),
  recording: [523.25, 659.25, 783.99].map((pitch, step) => ({
    pitch,
    at: 0.16 * step,
    duration: 0.15,
  })),
  recorded: [783.99, 659.25, 523.25].map((pitch, step) => ({
    pitch,
    at: 0.16 * step,
    duration: 0.15,
  })),
  hand: [
    { pitch: 698.46, at: 0, duration: 0.12 },
    { pitch: 698.46, at: 0.14, duration: 0.12 },
    { pitch: 1046.5, at: 0.28, duration: 0.3 },
  ],
};

const LOUDNESS = 0.07;
const ATTACK = 0.012;
const SILENCE = 0.0001;

export class Sounds {
  #context: AudioContext | null = null;

  play(sound: Sound): void {
    // Before the first click a browser would only complain.
    if (!navigator.userActivation?.hasBeenActive) return;
    this.#context ??= new AudioContext();
    const context = this.#context;
    const ringAll = () => {
      for (const note of MELODIES[sound]) ring(context, note);
    };
    if (context.state === 'running') ringAll();
    else context.resume().then(ringAll, () => undefined);
  }
}

function ring(context: AudioContext, { pitch, at, duration }: Note): void {
  const start = context.currentTime + at;
  const tone = new OscillatorNode(context, { type: 'sine', frequency: pitch });
  const gain = new GainNode(context, { gain: SILENCE });
  gain.gain.setValueAtTime(SILENCE, start);
  gain.gain.exponentialRampToValueAtTime(LOUDNESS, start + ATTACK);
  gain.gain.exponentialRampToValueAtTime(SILENCE, start + duration);
  tone.connect(gain).connect(context.destination);
  tone.start(start);
  tone.stop(start + duration);
}

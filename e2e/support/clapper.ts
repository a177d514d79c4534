/**
 * A camera and a microphone that flash and beep at once, every two seconds: by them one can tell how
 * far sound and picture are apart. It is put into the page before the product's first line, and so
 * must be whole in itself.
 */
export function installClapper(): void {
  const PERIOD_S = 2;
  const CLAP_S = 0.5;
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
  const context = canvas.getContext('2d', { alpha: false })!;
  const audio = new AudioContext();
  const volume = new GainNode(audio, { gain: 0 });
  const out = audio.createMediaStreamDestination();
  const tone = new OscillatorNode(audio, { frequency: 700 });
  tone.connect(volume).connect(out);
  tone.start();

  const draw = () => {
    const now = audio.currentTime;
    const claps = now % PERIOD_S < CLAP_S;
    volume.gain.setValueAtTime(claps ? 0.4 : 0, now);
    context.fillStyle = claps ? 'white' : 'black';
    context.fillRect(0, 0, canvas.width, canvas.height);
    requestAnimationFrame(draw);
  };
  draw();

  const streams = { audio: out.stream, video: canvas.captureStream(25) };
  navigator.mediaDevices.getUserMedia = async (options = {}) => {
    const wanted = (['audio', 'video'] as const).filter((kind) => options[kind]);
    return new MediaStream(wanted.map((kind) => streams[kind].getTracks()[0]!.clone()));
  };
}

/** How the files of a recording become one: an order to ffmpeg, made without looking at anything. */
import { kindOf } from '@ottogi/protocol';
import type { ManifestDocument, RecordedStretch } from '../Manifest.ts';
import { type Box, gridOf } from './grid.ts';

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES_PER_SECOND = 25;
const BACKGROUND = '0x17181c';

/** Between tiles, in pixels. */
const GAP = 4;
const LETTERS_PX = 22;

/** The one tile of a mix. */
const MIX = 'mix';

/** A caption is a file, so that no name can be more to ffmpeg than a name. */
export interface Caption {
  file: string;
  text: string;
}

export interface Plan {
  /** In the order in which the filters count them. */
  inputs: string[];
  captions: Caption[];
  /** A filter graph that ends in `[sound]`, and in `[picture]` where there is one. */
  filters: string;
  hasPicture: boolean;
  lengthMs: number;
}

type Stretch = RecordedStretch & { lengthMs: number };

/** @param found Names of the files that are there. Without any there is nothing to plan: null. */
export function planOf(
  { files, since, endedAt }: Pick<ManifestDocument, 'files' | 'since' | 'endedAt'>,
  found: ReadonlySet<string>,
): Plan | null {
  const stretches = files.flatMap((stretch): Stretch[] => {
    const lengthMs = stretch.lengthMs ?? 0;
    return lengthMs > 0 && found.has(stretch.file) ? [{ ...stretch, lengthMs }] : [];
  });
  if (stretches.length === 0) return null;
  const ends = stretches.map(({ beganMs, lengthMs }) => beganMs + lengthMs);
  const lengthMs = Math.max((endedAt ?? since) - since, ...ends);
  // A mix is both: its file is opened twice.
  const sounds = stretches.filter(({ source }) => source === 'mix' || kindOf(source) === 'audio');
  const pictures = stretches.filter(({ source }) => kindOf(source) === 'video');
  const sound = soundFilters(sounds, lengthMs);
  const picture = pictureFilters(pictures, sounds.length, lengthMs);
  return {
    inputs: [...sounds, ...pictures].map(({ file }) => file),
    captions: picture.captions,
    filters: [...sound, ...picture.filters].join(';'),
    hasPicture: pictures.length > 0,
    lengthMs,
  };
}

/** Each at its time, with silence where nothing came, and all together as loud as they were. */
function soundFilters(sounds: Stretch[], lengthMs: number): string[] {
  const whole = `apad=whole_dur=${seconds(lengthMs)},atrim=end=${seconds(lengthMs)}`;
  if (sounds.length === 0) return [`anullsrc=r=48000:cl=stereo,${whole}[sound]`];
  const placed = sounds.map(
    ({ beganMs }, index) =>
      `[${index}:a]aresample=48000:async=1000:first_pts=0,aformat=channel_layouts=stereo,` +
      `adelay=${Math.max(0, Math.round(beganMs))}:all=1[sound${index}]`,
  );
  const all = sounds.map((_, index) => `[sound${index}]`).join('');
  const mixed = `${all}amix=inputs=${sounds.length}:duration=longest:normalize=0`;
  return [...placed, `${mixed},alimiter=limit=0.95:level=0,${whole}[sound]`];
}

/** A tile for everybody who showed a camera, and for each shared screen; screens first. */
function pictureFilters(pictures: Stretch[], firstInput: number, lengthMs: number) {
  if (pictures.length === 0) return { filters: [], captions: [] };
  const screens = pictures.filter(({ source }) => source === 'screen');
  const keys = [...new Set([...screens, ...pictures].map(tileOf))];
  // The picture of all has its grid and its names already.
  const isMixed = keys.includes(MIX);
  const boxes = gridOf(keys.length, WIDTH, HEIGHT).map((box) => (isMixed ? box : inner(box)));
  const boxOf = (stretch: Stretch) => boxes[keys.indexOf(tileOf(stretch))]!;
  const canvas = `color=c=${BACKGROUND}:s=${WIDTH}x${HEIGHT}:r=${FRAMES_PER_SECOND}:d=${seconds(lengthMs)}[canvas0]`;
  const placed = pictures.map((stretch, index) => {
    const { width, height } = boxOf(stretch);
    const shift = seconds(stretch.beganMs);
    return (
      `[${firstInput + index}:v]scale=${width}:${height}:force_original_aspect_ratio=decrease,` +
      `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:color=black,setsar=1,` +
      `setpts=PTS-STARTPTS+${shift}/TB[picture${index}]`
    );
  });
  const laid = pictures.map((stretch, index) => {
    const { x, y } = boxOf(stretch);
    const [from, to] = [stretch.beganMs, stretch.beganMs + stretch.lengthMs].map(seconds);
    return (
      `[canvas${index}][picture${index}]overlay=x=${x}:y=${y}:eof_action=pass:` +
      `enable='between(t,${from},${to})'[canvas${index + 1}]`
    );
  });
  const captions = (isMixed ? [] : keys).map((key, index) => {
    const stretch = pictures.findLast((each) => tileOf(each) === key)!;
    return { file: `caption-${index}.txt`, text: stretch.name };
  });
  const written = captions.map(({ file }, index) => caption(file, boxes[index]!));
  const last = `[canvas${pictures.length}]${[...written, 'format=yuv420p'].join(',')}[picture]`;
  return { filters: [canvas, ...placed, ...laid, last], captions };
}

function caption(file: string, { x, y, height }: Box): string {
  const at = `x=${x + 12}:y=${y + height - LETTERS_PX - 16}`;
  return `drawtext=textfile=${file}:expansion=none:fontsize=${LETTERS_PX}:fontcolor=white:box=1:boxcolor=black@0.5:boxborderw=8:${at}`;
}

/** Somebody who came in again is in the same place, and so is the mix of another mixer. */
function tileOf({ personId, source }: Stretch): string {
  return source === 'mix' ? MIX : `${source} ${personId}`;
}

function inner({ x, y, width, height }: Box): Box {
  return { x: x + GAP, y: y + GAP, width: width - 2 * GAP, height: height - 2 * GAP };
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}

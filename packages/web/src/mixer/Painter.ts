import type { RoomClient, TileSize, TrackKey } from '@ottogi/client';
import type { Director } from '../model/call/Director.ts';
import type { Placed } from '../model/call/scene.ts';
import { SPEECH_LEVEL } from '../model/call/speech.ts';
import { tilesOf } from '../model/tiles.ts';
import { composition, STAGE_WIDTH } from './composition.ts';
import { GROUND, paintTile } from './paintTile.ts';

interface Size {
  width: number;
  height: number;
}

/** Where nothing moves, the picture is sent so many times a second all the same: somebody may be new. */
const STILL_PER_SECOND = 2;

/** Paints everybody into one picture. */
export class Painter {
  readonly track: CanvasCaptureMediaStreamTrack;
  readonly #size: Size;
  readonly #client: RoomClient;
  readonly #director: Director;
  readonly #context: CanvasRenderingContext2D;
  readonly #videos = new Map<TrackKey, HTMLVideoElement>();
  readonly #stillTicks: number;
  #placed: Placed[] = [];
  #changed = true;
  #ticksSince = 0;

  constructor(
    { width, height, framesPerSecond }: Size & { framesPerSecond: number },
    client: RoomClient,
    director: Director,
  ) {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    this.#size = { width, height };
    this.#client = client;
    this.#director = director;
    this.#stillTicks = framesPerSecond / STILL_PER_SECOND;
    this.#context = canvas.getContext('2d', { alpha: false })!;
    // By hand: one picture is sent each time that one is painted.
    this.track = canvas.captureStream(0).getVideoTracks()[0] as CanvasCaptureMediaStreamTrack;
    director.subscribe(() => this.update());
  }

  /** Who is there, or what they show, may have changed. */
  update(): void {
    const state = this.#client.getSnapshot();
    const tiles = tilesOf(state);
    const scene = composition(tiles, this.#director.getSnapshot(), this.#size);
    this.#director.setPerPage(scene.perPage);
    this.#placed = scene.placed;
    this.#changed = true;
    this.#updateVideos();
  }

  paint(): void {
    this.#ticksSince += 1;
    const moves = this.#videos.size > 0 || this.#changed;
    if (!moves && this.#ticksSince < this.#stillTicks) return;
    this.#ticksSince = 0;
    this.#changed = false;
    const context = this.#context;
    const { width, height } = this.#size;
    const scale = width / STAGE_WIDTH;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = GROUND;
    context.fillRect(0, 0, width, height);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const { levels } = this.#client.getSnapshot();
    for (const placed of this.#placed) {
      const { tile } = placed;
      const speaking = !tile.muted && (levels.get(tile.peerId) ?? -Infinity) > SPEECH_LEVEL;
      paintTile(context, placed, this.#videos.get(tile.key) ?? null, speaking);
    }
    this.track.requestFrame();
  }

  /** One element for each picture that has a place, and no more of it than that place can show. */
  #updateVideos(): void {
    const shown = new Map<TrackKey, MediaStreamTrack>();
    const sizes = new Map<TrackKey, TileSize>();
    const scale = this.#size.width / STAGE_WIDTH;
    for (const { tile, rect } of this.#placed) {
      if (tile.picture.status === 'none') continue;
      sizes.set(tile.key, { width: rect.width * scale, height: rect.height * scale });
      if (tile.picture.status === 'live') shown.set(tile.key, tile.picture.track);
    }
    for (const [key, video] of this.#videos) {
      if (trackOf(video) === shown.get(key)) continue;
      video.srcObject = null;
      this.#videos.delete(key);
    }
    for (const [key, track] of shown) {
      if (!this.#videos.has(key)) this.#videos.set(key, showing(track));
    }
    this.#client.views.set(sizes);
  }
}

function showing(track: MediaStreamTrack): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  // Taken away before it begins, it does not play, and nobody minds.
  video.play().catch(() => {});
  return video;
}

function trackOf({ srcObject }: HTMLVideoElement): MediaStreamTrack | undefined {
  return (srcObject as MediaStream | null)?.getVideoTracks()[0];
}

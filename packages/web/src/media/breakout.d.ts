/**
 * Frames of a track as streams, which not every browser has
 * (https://www.w3.org/TR/mediacapture-transform/; Chrome has the generator of an earlier draft).
 */
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}

interface MediaStreamTrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}

declare const MediaStreamTrackGenerator: {
  new (init: { kind: 'video' }): MediaStreamTrackGenerator;
};

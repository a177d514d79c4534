import type { CallState } from '@ottogi/client';
import { useMemo, useState } from 'react';
import { useRoomState } from '../../hooks/app.ts';
import { useCallView } from '../../hooks/useCallView.ts';
import { useSize } from '../../hooks/useSize.ts';
import { sceneOf } from '../../model/call/scene.ts';
import { castOf } from '../../model/call/stage.ts';
import { type Tiles, tilesOf } from '../../model/tiles.ts';
import { ControlBar } from './ControlBar.tsx';
import { useFloatingWindow } from './FloatingWindow.tsx';
import { HoldToTalk } from './HoldToTalk.tsx';
import styles from './InCall.module.css';
import { PictureInPictureContext } from './pictureInPicture.ts';
import { ReactionNews } from './ReactionNews.tsx';
import { Stage } from './Stage.tsx';
import { StatisticsPanel } from './StatisticsPanel.tsx';
import { StatsContext, useCallStats } from './useCallStats.ts';
import { useDirection } from './useDirection.ts';
import { ReactionsContext, useReactions } from './useReactions.ts';
import { useVisibleTiles, VisibleTilesContext } from './visibleTiles.ts';

/** The call that one is in: who is seen, what is shared, and the controls. */
export function InCall({ call }: { call: CallState }) {
  const view = useCallView((state) => state);
  const tiles = useTiles(call);
  const [area, size] = useSize();
  const [perPage, setPerPage] = useState(Infinity);
  const direction = useDirection(perPage);
  const solo = view.fullScreen === 'off' || view.fullScreen === 'stage' ? null : view.fullScreen;
  const { layout, pinned, page } = view;
  const scene = useMemo(() => {
    const cast = castOf(tiles, direction, { layout, pinned, solo });
    return size && sceneOf(cast, size, page);
  }, [tiles, direction, layout, pinned, solo, size, page]);
  // Who stands on the first page depends on how many fit there, and not the other way round.
  if (scene && scene.perPage !== perPage) setPerPage(scene.perPage);

  const visible = useVisibleTiles();
  const reactions = useReactions();
  const stats = useCallStats(view.statistics);
  const [pictureInPicture, floating] = useFloatingWindow(tiles, direction.spotlight);

  return (
    <VisibleTilesContext value={visible}>
      <ReactionsContext value={reactions}>
        <StatsContext value={stats}>
          <PictureInPictureContext value={pictureInPicture}>
            <div className={styles.call} data-full-screen={view.fullScreen !== 'off'}>
              <Stage tiles={tiles} scene={scene} area={area} />
              {view.statistics && <StatisticsPanel />}
              <HoldToTalk />
              <ControlBar />
              <ReactionNews people={tiles.people} />
            </div>
            {floating}
          </PictureInPictureContext>
        </StatsContext>
      </ReactionsContext>
    </VisibleTilesContext>
  );
}

function useTiles(call: CallState): Tiles {
  const rooms = useRoomState((state) => state.rooms);
  const local = useRoomState((state) => state.local);
  const tracks = useRoomState((state) => state.tracks);
  const self = useRoomState((state) => state.self);
  const person = useRoomState((state) => state.person);
  const encryption = useRoomState((state) => state.encryption);
  const { deafened, handRaised } = self;
  return useMemo(
    // Whether one's voice goes out at this moment changes no tile, and changes often.
    () =>
      tilesOf({
        call,
        rooms,
        local,
        tracks,
        self: { deafened, handRaised },
        person,
        encryption,
      }),
    [call, rooms, local, tracks, deafened, handRaised, person, encryption],
  );
}

import type { RoomClient } from '@ottogi/client';
import { useLayoutEffect, useMemo, useState } from 'react';
import { Shell } from './components/Shell.tsx';
import { AppContext } from './hooks/app.ts';
import { chooseLanguage, type Language } from './i18n/index.ts';
import type { Memory } from './model/memory.ts';
import type { Visit } from './model/Visit.ts';

interface AppProps {
  client: RoomClient;
  visit: Visit;
  memory: Memory;
}

export function App({ client, visit, memory }: AppProps) {
  const [language, setLanguage] = useState(() =>
    chooseLanguage(memory.language, navigator.languages),
  );

  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const value = useMemo(
    () => ({
      client,
      visit,
      language,
      setLanguage(chosen: Language) {
        memory.keepLanguage(chosen);
        setLanguage(chosen);
      },
    }),
    [client, visit, memory, language],
  );

  return (
    <AppContext value={value}>
      <Shell />
    </AppContext>
  );
}

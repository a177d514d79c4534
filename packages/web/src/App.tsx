import { useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import { later } from './components/later.ts';
import { Part } from './components/Part.tsx';
import { Shell } from './components/Shell.tsx';
import { ToastProvider } from './components/ui/Toast.tsx';
import { Tooltips } from './components/ui/Tooltips.tsx';
import { AppContext, type AppParts } from './hooks/app.ts';
import { chooseLanguage } from './i18n/index.ts';
import { isCheckPath } from './model/route.ts';

const CheckPage = later(() =>
  import('./components/check/CheckPage.tsx').then((of) => of.CheckPage),
);

export function App({ parts }: { parts: AppParts }) {
  const { preferences } = parts;
  const chosen = useSyncExternalStore(preferences.subscribe, preferences.getSnapshot);
  const language = chooseLanguage(chosen.language, navigator.languages);
  const { theme } = chosen;

  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);

  const value = useMemo(() => ({ ...parts, language }), [parts, language]);

  return (
    <AppContext value={value}>
      <Part says="place">
        <ToastProvider>{isCheckPath(location.pathname) ? <CheckPage /> : <Shell />}</ToastProvider>
        <Tooltips />
      </Part>
    </AppContext>
  );
}

import '../../ui/design/tokens.css';
import '../../ui/design/base.css';
import './design/series.css';
import './page.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Frame } from './frame/frame.tsx';
import { openLanguage } from './frame/language.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const opened = openLanguage();
createRoot(root).render(<Dashboard />);

/** Everything is drawn anew in another language. */
function Dashboard() {
  const [language, setLanguage] = useState(opened);
  return <Frame language={language} onLanguage={setLanguage} />;
}

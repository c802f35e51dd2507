import '../../ui/design/tokens.css';
import '../../ui/design/base.css';
import './design/series.css';
import { createRoot } from 'react-dom/client';
import { Page } from './page.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<Page />);

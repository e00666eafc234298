import { entrySetting } from './entry-setting';
import { linkback } from './linkback';
import { ping } from './ping';

export default { linkback, ping, 'entry-setting': entrySetting };

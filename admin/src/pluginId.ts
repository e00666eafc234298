/** The plugin's id: its routes, messages and rights begin with it. */
export const PLUGIN_ID = 'linkbacks';

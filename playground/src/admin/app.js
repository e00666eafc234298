export default {
  // The admin would ask GitHub for a newer Strapi.
  config: { notifications: { releases: false }, tutorials: false },
  bootstrap() {
    // Strapi's banner about its new Media Library, as dismissed: this demo is about something else.
    globalThis.localStorage.setItem('STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false:false', 'true');
  },
};

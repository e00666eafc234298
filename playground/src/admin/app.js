export default {
  config: {
    // The languages of the plugin, beside English: each user picks one in the profile.
    locales: ['de', 'es', 'fr', 'ja'],
    // The admin would ask GitHub for a newer Strapi.
    notifications: { releases: false },
    tutorials: false,
  },
  bootstrap() {
    // Strapi's banner about its new Media Library, as dismissed: this demo is about something else.
    globalThis.localStorage.setItem('STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false:false', 'true');
  },
};

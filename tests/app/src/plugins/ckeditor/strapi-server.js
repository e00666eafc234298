'use strict';

module.exports = {
  register({ strapi }) {
    strapi.customFields.register({ name: 'CKEditor', plugin: 'ckeditor', type: 'richtext' });
  },
};

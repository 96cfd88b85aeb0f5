// Shows the OpenAPI document on the page that names it.
const page = document.getElementById("docs");

SwaggerUIBundle({
  url: page.dataset.document,
  domNode: page,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  // A badge would be asked for from elsewhere.
  validatorUrl: null,
});

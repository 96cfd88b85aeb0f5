// allauth's script announces what went wrong with a passkey; the page has the sentence for it.
document.addEventListener('allauth.error', function (event) {
  const sentence = document.getElementById('passkey-refusal')
  if (sentence) {
    event.preventDefault()
    sentence.hidden = false
  }
})

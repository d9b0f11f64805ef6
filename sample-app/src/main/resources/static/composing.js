/*
 * A key that an input method takes, for example to accept or reject what it suggests, is meant for nothing else. Safari says
 * so only by the code of the key.
 */
window.deskComposing = (event) => event.isComposing || event.keyCode === 229;

/* A text that is too long is kept as it is, and its writer told: nothing is cut from what is pasted. */
(function () {
	'use strict';

	const text = document.querySelector('textarea[data-longest]');
	const words = document.getElementById('too-long');

	window.deskLength = function () {
		const over = text.value.trim().length - Number(text.dataset.longest);
		const said = (over > 0) ? `This is ${over.toLocaleString('en')} ${(over === 1) ? 'character' : 'characters'} too long.`
			+ ' Please send it in parts.' : '';
		if (words.textContent !== said) {
			words.textContent = said;
		}
		return over <= 0;
	};

	if (text) {
		text.addEventListener('input', window.deskLength);
	}
}());

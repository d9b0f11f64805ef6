/*
 * A text is written in the direction of its first letter. With dir="auto", browsers would find that out as well, but stand
 * still over a very long text.
 */
(function () {
	'use strict';

	const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

	window.deskDirectionOf = function (text) {
		const letter = text.slice(0, 1000).match(/\p{L}/u);
		return (letter && rightToLeft.test(letter[0])) ? 'rtl' : 'ltr';
	};

	window.deskDirection = function (field) {
		field.dir = window.deskDirectionOf(field.value);
	};

	/* Captured, because not all of these events bubble. */
	document.addEventListener('input', (event) => {
		if (event.target.matches('textarea')) {
			window.deskDirection(event.target);
		}
	}, true);
}());

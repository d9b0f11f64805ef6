/* What the page says by itself. Its reader can close it, and a long text scrolls within it. */
(function () {
	'use strict';

	window.deskNotice = function (id, text) {
		const notice = document.createElement('div');
		const words = document.createElement('p');
		const close = document.createElement('button');
		notice.className = 'notice';
		words.className = 'said';
		words.textContent = text;
		close.type = 'button';
		close.className = 'quiet';
		close.dataset.dismiss = '';
		close.textContent = 'Close';
		notice.append(words, close);
		document.getElementById(id).replaceChildren(notice);
	};

	/*
	 * Whatever else is said, and whether or not the page stays, what somebody wrote is theirs until they use or discard it.
	 * They can use it in the field, if there is one, for whoever reads what is written there.
	 */
	window.deskLost = function (reason, words, forget, field) {
		const notice = document.getElementById('lost-text').content.firstElementChild.cloneNode(true);
		const quote = notice.querySelector('blockquote');
		const use = notice.querySelector('[data-use]');
		notice.querySelector('p').textContent = reason;
		quote.dir = window.deskDirectionOf(words);
		quote.textContent = words;
		use.hidden = !field;
		use.addEventListener('click', () => {
			field.value = (field.value.trim() === '') ? words : `${field.value.trimEnd()}\n\n${words}`;
			field.dispatchEvent(new Event('input', { bubbles: true }));
			field.focus();
		});
		for (const button of notice.querySelectorAll('button')) {
			button.addEventListener('click', forget);
		}
		document.getElementById('lost').append(notice);
	};

	document.addEventListener('click', (event) => {
		if (event.target.closest('[data-dismiss]')) {
			event.target.closest('.notice').remove();
		}
	});

	/* What scrolls must be reachable by keyboard, and only that. */
	function fit() {
		for (const text of document.querySelectorAll('.notice .said')) {
			if (text.scrollHeight > text.clientHeight + 1) {
				text.tabIndex = 0;
			}
			else if (text !== document.activeElement) {
				text.removeAttribute('tabindex');
			}
		}
	}

	new MutationObserver(fit).observe(document.querySelector('.notices'), { childList: true, subtree: true });
	window.addEventListener('resize', fit);
}());

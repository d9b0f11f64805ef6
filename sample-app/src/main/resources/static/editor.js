/*
 * What somebody writes in an editor outlasts what others do to the message, and the page. Somebody whose message is changed
 * or deleted meanwhile is told so in the editor.
 */
(function () {
	'use strict';

	const body = document.body;
	const editsKey = 'desk.edits.' + body.dataset.open;

	/* Each tab has its own edits. */
	function edits() {
		try {
			return JSON.parse(sessionStorage.getItem(editsKey)) ?? {};
		}
		catch (ex) {
			return {};
		}
	}

	function keep(id, edit) {
		try {
			sessionStorage.setItem(editsKey, JSON.stringify({ ...edits(), [id]: edit }));
		}
		catch (ex) {
			// Without storage, the edit is kept only as long as the page
		}
	}

	function forget(id) {
		keep(id, undefined);
	}

	body.addEventListener('input', (event) => {
		const editor = event.target.closest('form.editor');
		if (editor) {
			keep(editor.dataset.message, { text: event.target.value, edition: editor.elements.edition.value });
		}
	});

	/* Most edits are made at the end of the text, so the cursor starts there. */
	function begin(editor) {
		const field = editor.elements.text;
		const kept = edits()[editor.dataset.message];
		const now = editor.elements.edition.value;
		if (kept) {
			const direction = field.dir;
			field.value = kept.text;
			window.deskDirection(field);
			editor.elements.edition.value = kept.edition;
			tell(editor, now, field.defaultValue, direction);
		}
		field.dataset.begun = '';
		if (field === document.activeElement) {
			field.setSelectionRange(field.value.length, field.value.length);
		}
	}

	body.addEventListener('htmx:afterSettle', (event) => {
		const editor = event.target.matches('.bubble') && event.target.querySelector('form.editor');
		if (editor) {
			begin(editor);
		}
	});

	function say(editor, ...words) {
		const place = editor.querySelector('.meanwhile');
		words.forEach((each) => {
			each.dataset.live = '';
		});
		place.replaceChildren(editor.elements.edition, ...words);
	}

	function paragraph(text) {
		const element = document.createElement('p');
		element.className = 'problem';
		element.textContent = text;
		return element;
	}

	/* Whoever saves is asked again, and by then has read this. */
	function tell(editor, edition, theirs, direction) {
		const shown = editor.querySelector('.theirs');
		if (edition === editor.elements.edition.value || theirs === editor.elements.text.value.trim()) {
			editor.querySelectorAll('[data-live]').forEach((element) => element.remove());
		}
		else if (!shown || shown.textContent !== theirs) {
			const quote = document.createElement('blockquote');
			quote.className = 'theirs';
			quote.dir = direction;
			quote.tabIndex = 0;
			quote.textContent = theirs;
			say(editor, paragraph('Somebody has changed this message meanwhile. It now says:'), quote);
		}
	}

	function leave(editor) {
		forget(editor.dataset.message);
		editor.closest('.message').remove();
		document.getElementById('text').focus();
	}

	window.deskEditor = {
		changed: (item, fresh) => {
			const text = fresh.querySelector('.text');
			tell(item.querySelector('form.editor'), fresh.dataset.edition, text.textContent, text.dir);
		},

		gone: (item) => {
			if (!('gone' in item.dataset)) {
				const editor = item.querySelector('form.editor');
				item.dataset.gone = '';
				say(editor, paragraph('Somebody has deleted this message. Copy what you still need, then cancel.'));
				editor.querySelector('[data-cancel]').addEventListener('click', (event) => {
					event.stopImmediatePropagation();
					leave(editor);
				}, true);
			}
		}
	};

	/* Whoever saved or cancelled an edit goes on where they began it. */
	body.addEventListener('htmx:beforeSwap', (event) => {
		const message = event.detail.target.closest('.message');
		const editor = message && message.querySelector('form.editor');
		if (editor && !event.detail.isError) {
			forget(editor.dataset.message);
			const next = message.id;
			setTimeout(() => {
				const edit = document.getElementById(next)?.querySelector('[id^="edit-"]');
				(edit || document.getElementById('text')).focus();
			});
		}
	});

	/* An edit that was under way when the page was left goes on, once htmx is there. */
	function resume() {
		const lost = [];
		for (const [id, edit] of Object.entries(edits())) {
			const button = document.getElementById('edit-' + id);
			if (button) {
				button.click();
			}
			else {
				lost.push(id);
			}
		}
		if (lost.length > 0) {
			giveBack(lost, lost.map((id) => edits()[id].text).join('\n\n'));
		}
	}

	function giveBack(ids, words) {
		window.deskLost((ids.length === 1) ? 'The message that you were editing is no longer there. You had written:'
			: 'The messages that you were editing are no longer there. You had written:', words, () => ids.forEach(forget), document.getElementById('text'));
	}

	if (body.dataset.pane === 'conversation') {
		body.addEventListener('htmx:load', resume, { once: true });
	}
}());

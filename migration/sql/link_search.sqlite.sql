-- The trigrams of the searchable text, after the owner's id as three private-use characters, 17 bits each, lowest bits first, so
-- that a search is independent of other owners' links. The index has only which links contain which trigram; the link itself shows
-- whether they are adjacent. The index keeps no text, so a removal needs the indexed text, which only triggers reliably have.
CREATE VIRTUAL TABLE link_search
USING fts5(text, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1');

CREATE TRIGGER links_search_insert AFTER INSERT ON links BEGIN
    INSERT INTO link_search (rowid, text) SELECT new.id, {text_of_new}
        WHERE new.owner_id IS NOT NULL AND new.search_text <> '';
END;

CREATE TRIGGER links_search_update AFTER UPDATE OF owner_id, search_text ON links
WHEN old.owner_id IS NOT new.owner_id OR old.search_text IS NOT new.search_text BEGIN
    INSERT INTO link_search (link_search, rowid, text) SELECT 'delete', old.id, {text_of_old}
        WHERE old.owner_id IS NOT NULL AND old.search_text <> '';
    INSERT INTO link_search (rowid, text) SELECT new.id, {text_of_new}
        WHERE new.owner_id IS NOT NULL AND new.search_text <> '';
END;

CREATE TRIGGER links_search_delete AFTER DELETE ON links BEGIN
    INSERT INTO link_search (link_search, rowid, text) SELECT 'delete', old.id, {text_of_old}
        WHERE old.owner_id IS NOT NULL AND old.search_text <> '';
END;

-- The last changes that units announced, which every process on the file reads several times a second.
CREATE TABLE news (id integer PRIMARY KEY AUTOINCREMENT, changes text NOT NULL);

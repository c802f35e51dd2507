# Texts of the checkbox page, English (1033) and Italian (1040), as app/messages words them. By number, because
# electron-builder loads the languages after this. A text that lacks a language stops the build (makensis -WX).

LangString ceipName 1033 "Customer Experience Improvement Program"
LangString ceipName 1040 "Programma di miglioramento dell’esperienza utente"

LangString ceipSubtitle 1033 "Decide whether people are asked to take part."
LangString ceipSubtitle 1040 "Decidi se chiedere alle persone di partecipare."

LangString ceipIntroduction 1033 "Candor Finder can send facts about how it is used, so that it can be made better: never names, searches, or anything that it finds. Nothing is collected before a person has said Yes."
LangString ceipIntroduction 1040 "Candor Finder può inviare dati su come viene usato, per poterlo migliorare: mai nomi, ricerche, né ciò che trova. Nulla viene raccolto prima che una persona abbia detto Sì."

LangString ceipBox 1033 "&Ask the users of this computer to take part"
LangString ceipBox 1040 "&Chiedi agli utenti di questo computer di partecipare"

LangString ceipTicked 1033 "Ticked: each user is asked at the first start. It is not a Yes for anybody."
LangString ceipTicked 1040 "Selezionata: viene chiesto a ogni utente al primo avvio. Non è il Sì di nessuno."

LangString ceipUntickedAll 1033 "Not ticked: a No for this computer. Nobody is asked; whoever wants to take part can say so in the Help menu."
LangString ceipUntickedAll 1040 "Non selezionata: un No per questo computer. A nessuno viene chiesto; chi vuole partecipare può dirlo nel menu Aiuto."

LangString ceipUntickedUser 1033 "Not ticked: a No for you on this computer. You are not asked; if you want to take part, you can say so in the Help menu."
LangString ceipUntickedUser 1040 "Non selezionata: un No per te su questo computer. Non ti viene chiesto; se vuoi partecipare puoi dirlo nel menu Aiuto."

LangString ceipNotice 1033 "&Privacy notice"
LangString ceipNotice 1040 "Informativa sulla &privacy"

LangString ceipNotWritten 1033 "Candor Finder is installed, but the choice about the Customer Experience Improvement Program could not be stored. What was chosen before, if anything, still applies."
LangString ceipNotWritten 1040 "Candor Finder è installato, ma non è stato possibile salvare la scelta sul Programma di miglioramento dell’esperienza utente. Vale ancora quanto scelto in precedenza, se c’è."

LangString ceipForgetQuestion 1033 "Also forget what was chosen here about the Customer Experience Improvement Program? If you keep it, it applies when Candor Finder is installed again."
LangString ceipForgetQuestion 1040 "Dimenticare anche la scelta fatta qui sul Programma di miglioramento dell’esperienza utente? Se la conservi, varrà quando Candor Finder sarà installato di nuovo."

"""Prints stories as JSON Lines, always the same: stories.py COUNT"""

import json
import random
import sys

PEOPLE = ["Angela Merkel", "Barack Obama", "David Cameron", "Nora Pell", "Jonas Reet", "Ida Brook"]
PLACES = ["Berlin", "Paris", "Washington", "Oslo", "Geneva", "Nairobi", "Lima", "Tokyo"]
BODIES = ["the United Nations", "the European Union", "the World Bank", "the Foreign Ministry"]
SENTENCES = [
    "{person} met officials of {body} in {place} on {day} to speak about the price of grain.",
    "The talks in {place} went on until {day}, a spokesman for {body} told reporters.",
    "“We have more work to do,” {person} said before leaving for {place}.",
    "Nobody in {place} expected {body} to agree so soon, and few believed it in the morning.",
    "{person}, who came to {place} in 2011, has asked {body} for a new report each year since.",
]


def main():
    chance = random.Random(1)
    for number in range(int(sys.argv[1])):
        sentences = []
        for _ in range(chance.randrange(10, 40)):
            sentences.append(
                chance.choice(SENTENCES).format(
                    person=chance.choice(PEOPLE),
                    place=chance.choice(PLACES),
                    body=chance.choice(BODIES),
                    day=chance.choice(["Monday", "Wednesday", "Friday"]),
                )
            )
        paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        title = f"Talks number {number}"
        story = {"id": number, "title": title, "published": "2016-08-24"}
        story["text"] = "\n\n".join([title, *paragraphs])
        print(json.dumps(story, ensure_ascii=number % 2 == 0))


main()

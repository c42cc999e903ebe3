"""The words that clusters are named by: plain nouns and scenes, one sense each, in no order that matters."""

from typing import Final

_WORDS: Final = """
animals: cat, dog, horse, cow, sheep, goat, pig, chicken, duck, goose, rabbit, mouse, squirrel, deer, bear, fox, wolf,
lion, tiger, leopard, elephant, giraffe, zebra, monkey, camel, kangaroo, koala, panda, bird, owl, eagle, parrot,
penguin, swan, fish, shark, whale, dolphin, seal, turtle, snake, lizard, frog, crab, octopus, jellyfish, butterfly,
bee, beetle, spider, snail, coral

plants: tree, forest, leaf, flower, rose, tulip, sunflower, daisy, grass, moss, fern, cactus, mushroom, bush, palm
tree, vine, seeds

food: apple, orange, banana, lemon, strawberry, grapes, cherries, pear, peach, pineapple, watermelon, tomato, potato,
carrot, onion, pepper, corn, broccoli, lettuce, bread, cheese, egg, meat, sausage, pizza, burger, sandwich, salad,
soup, pasta, rice, sushi, cake, cookie, chocolate, ice cream, candy, coffee, tea, wine, beer, juice, milk

people: person, man, woman, child, baby, face, portrait, hand, eye, foot, crowd, couple, family, dancer, athlete,
worker, soldier, doctor, musician

clothes: shirt, T-shirt, dress, skirt, trousers, jeans, jacket, coat, sweater, shoe, boot, sandal, sneaker, hat, cap,
scarf, glove, sock, bag, handbag, backpack, belt, watch, ring, necklace, earring, glasses, sunglasses, tie, suit

home: house, room, kitchen, bedroom, bathroom, living room, office, chair, armchair, sofa, table, desk, bed, lamp,
shelf, cupboard, drawer, mirror, curtain, carpet, pillow, blanket, window, door, stairs, fireplace, sink, bathtub,
toilet, oven, refrigerator, washing machine, clock, vase, candle, picture frame, plant pot, basket

kitchenware: cup, mug, glass, bottle, plate, bowl, pan, pot, kettle, knife, fork, spoon, jar, can, box

tools: hammer, screwdriver, pliers, wrench, saw, drill, scissors, ladder, rope, chain, nail, screw, bolt, gear,
spring, brush, bucket, tape, ruler, key, lock, needle

devices: computer, laptop, keyboard, screen, phone, camera, television, radio, headphones, loudspeaker, microphone,
printer, circuit board, cable, battery, light bulb, robot, machine, engine, fan, plug, switch, chip

vehicles: car, truck, bus, van, taxi, motorcycle, bicycle, scooter, train, tram, aeroplane, helicopter, rocket, boat,
ship, sailing boat, canoe, tractor, excavator, wheel, tyre

play: toy, doll, teddy bear, ball, football, basketball, tennis racket, skateboard, skis, surfboard, kite, balloon,
puzzle, dice, playing cards, chess board, guitar, piano, violin, drum, trumpet, book, newspaper, magazine, pen,
pencil, painting, drawing, sculpture, statue, flag, coin, banknote, stamp

places: street, road, motorway, bridge, tunnel, city, skyline, skyscraper, village, church, castle, tower, temple,
mosque, museum, library, school, hospital, factory, warehouse, shop, market, restaurant, station, airport, harbour,
stadium, park, garden, playground, farm, barn, field, fence, wall, roof, ruins, cemetery, fountain, lighthouse,
windmill, construction site, swimming pool, gym, theatre, stage

nature: mountain, hill, valley, cliff, cave, rock, stone, desert, sand dune, beach, sea, wave, island, lake, river,
waterfall, pond, swamp, glacier, snow, ice, volcano, fire, smoke, lightning, rain, fog, cloud, sky, sunset, sunrise,
rainbow, night sky, moon, stars, planet, galaxy

scenes: wedding, birthday party, concert, parade, football match, race, picnic, camp site, fireworks, Christmas tree,
meeting, classroom, dinner table

kinds of picture: photograph, black and white photograph, cartoon, sketch, map, chart, diagram, screenshot, text, page
of a document, handwriting, poster, logo, icon, sign, barcode, x-ray, microscope picture, satellite picture, aerial
photograph, fingerprint

materials: wood, metal, rust, brick, concrete, glass pane, plastic, paper, cardboard, leather, fabric, knitted wool,
lace, fur, feather, marble, tile, mosaic, leaf veins, bubbles, water drops, sand, gravel, foam

patterns and shapes: stripes, horizontal stripes, vertical stripes, diagonal stripes, checkerboard, checks, polka
dots, grid, lattice, bricks, spiral, circle, ring, triangle, square, rectangle, diamond, hexagon, star, cross,
crescent, heart, arrow, zigzag, waves, noise, gradient, plain colour, abstract pattern, floral pattern, fractal

faults: scratch, dent, crack, hole, stain, broken glass, torn paper, bent metal, missing part, blurred picture, dark
picture, overexposed picture, empty picture
"""

WORDS: Final[tuple[str, ...]] = tuple(
    dict.fromkeys(
        word.strip()
        for theme in _WORDS.strip().split("\n\n")
        for word in theme.partition(":")[2].replace("\n", " ").split(",")
    )
)
"""A few hundred, each once."""
